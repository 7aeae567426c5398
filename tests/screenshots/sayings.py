"""What people talked of on the site in the pictures, in each of its languages."""

from typing import NamedTuple


class Talk(NamedTuple):
    """A conversation: with whom, when, and what was said in turn, the person first."""

    persona: str
    hours_ago: float
    lines: tuple[str, ...]
    title: str = ""
    is_starred: bool = False


# What is written in a call, and what a voice then answers.
LIVE = {
    "en": (
        "I have leeks, potatoes and a bit of cream. What could I cook?",
        "A leek and potato soup, the quiet kind. Sweat the leeks slowly in butter, add the "
        "potatoes and just enough water, and stir the cream in at the very end. Shall I tell you "
        "how long each step takes?",
    ),
    "ja": (
        "ねぎとじゃがいもと生クリームがあります。何が作れますか？",
        "ポタージュは いかがでしょう。ネギを バターで ゆっくり いためて、ジャガイモと みずを くわえ、"
        "さいごに クリームを まぜます。",  # without Chinese characters, which the local voice cannot read
    ),
    "zh-hans": (
        "我有韭葱、土豆和一点奶油，可以做什么？",
        "来一锅温和的韭葱土豆汤吧。韭葱用黄油慢慢炒软，放入土豆和刚好没过的水，最后拌进奶油。"
        "要我说说每一步需要多长时间吗？",
    ),
}

TALKS = {
    "en": (
        Talk("Juniper", 1.2, (
            "I keep putting off a letter to an old friend. We haven't spoken in three years.",
            "Three years is long, but a letter doesn't have to account for all of them. What made you think of her now?",
            "I found the map from our walk along the coast. She had drawn the lighthouse on it.",
            "Then begin with the lighthouse. Tell her where you found the map, and what you remembered first.",
            "That we got soaked, and she laughed the whole way to the inn.",
            "There is your first line. Write that, and stop before you start apologising.",
        ), title="A letter to an old friend", is_starred=True),
        Talk("Ada", 5, (
            "Why does the moon look bigger when it's close to the horizon?",
            "Good question, and it isn't the air. Hold your thumb out at arm's length next to it. What do you expect when you do the same an hour later?",
            "That it covers more of the moon, because the moon is smaller then?",
            "Try it tonight. You'll find that it covers just as much both times. So where must the difference be?",
            "In my head, then.",
        )),
        Talk("Mateo", 28, (
            "Can we practise ordering in a restaurant? In Spanish, slowly, please.",
            "Claro. Buenas tardes, ¿tiene una reserva?",
            "Sí, una mesa para dos, a nombre de Clara.",
            "Muy bien, Clara. Por aquí, por favor. ¿Qué desean beber?",
        )),
        Talk("Marlow", 52, (
            "I have an interview on Thursday, for the job of a head gardener.",
            "Let's begin. Tell me about a season that went wrong, and what you did in the one after.",
        ), title="The interview on Thursday"),
        Talk("Wren", 76, (
            "Begin by the sea, with a girl who repairs clocks.",
            "The tide had taken the harbour clock at a quarter to four, and nobody in the village could agree what time it had been since.",
        )),
        Talk("Juniper", 170, (
            "What should I plant on a balcony that gets no sun at all?",
            "Ferns, hostas and a pot of mint, which is glad of anything.",
        )),
    ),
    "ja": (
        Talk("Juniper", 1.2, (
            "昔の友だちに手紙を書きたいのですが、三年も話していなくて。",
            "三年ぶんを全部説明しなくても大丈夫ですよ。いま思い出したきっかけは何でしたか？",
            "海沿いを一緒に歩いたときの地図が出てきたんです。灯台の絵が描いてありました。",
            "それなら灯台の話から始めましょう。最初に思い出したことを書いてみてください。",
        ), title="古い友だちへの手紙", is_starred=True),
        Talk("Ada", 5, (
            "月が地平線の近くで大きく見えるのはどうしてですか？",
            "いい質問です。腕を伸ばして、親指と比べてみてください。一時間後も同じようにすると、どうなると思いますか？",
        )),
        Talk("Wren", 52, (
            "海辺で、時計を直す女の子の話がいいです。",
            "四時十五分前に、潮が港の時計をさらっていきました。それからというもの、村では誰も時刻がわからなくなったのです。",
        )),
    ),
    "zh-hans": (
        Talk("Juniper", 1.2, (
            "我一直想给一位老朋友写信，可我们三年没联系了。",
            "三年不用都交代清楚。你现在为什么想起她了呢？",
            "我翻到了我们走海边时的地图，她在上面画了灯塔。",
            "那就从灯塔写起。告诉她你在哪里找到的地图，最先想起了什么。",
        ), title="给老朋友的信", is_starred=True),
        Talk("Ada", 5, (
            "为什么月亮靠近地平线时看起来更大？",
            "问得好，其实和空气无关。伸直手臂，用拇指比一比。过一个小时再比，你觉得会怎样？",
        )),
        Talk("Wren", 52, (
            "从海边开始，讲一个修钟表的女孩。",
            "四点差一刻，潮水带走了港口的钟。从那以后，村里再没有人说得准时间。",
        )),
    ),
}  # fmt: skip
OWN_PERSONA = {
    "en": ("Nell", "🍲", "Cooks with what is in the kitchen."),
    "ja": ("ネル", "🍲", "台所にあるもので料理を考えます。"),
    "zh-hans": ("内尔", "🍲", "用厨房里现有的东西做菜。"),
}
SEARCHED = {"en": "lighthouse", "ja": "灯台", "zh-hans": "灯塔"}
