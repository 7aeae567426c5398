"""What people say in a benchmark: English by how often its words are used, Chinese and Japanese."""

import random
import re
from collections import Counter
from collections.abc import Iterator
from pydoc_data.topics import topics

RARE = "quokka"
# One line in as many is of each of these.
CHINESE_EVERY, JAPANESE_EVERY = 20, 30
CHINESE = (
    "今天 明天 昨天 早上 晚上 时间 地方 朋友 家人 孩子 老师 学生 工作 学习 生活 问题 "
    "办法 东西 事情 天气 城市 学校 医院 公园 商店 火车 飞机 电话 电脑 音乐 电影 故事 "
    "历史 文化 语言 中文 英文 喜欢 觉得 知道 希望 需要 开始 结束 帮助 告诉 介绍 准备 "
    "参加 旅行 吃饭 喝茶 睡觉 起床 高兴 漂亮 便宜 重要 简单 有趣"
)
JAPANESE = (
    "今日は 明日は 朝から 夜まで 学校で 家族と 友達に 先生が 電車の 映画を 音楽を 天気が "
    "行きました 食べたい です 思います 見えます 話して ください ありがとう 難しい 楽しい"
)


def texts(source: random.Random) -> Iterator[str]:
    """Give lines of 3 to 40 words, half of them under ten."""
    found = Counter(re.findall(r"[a-z]{2,}", " ".join(topics.values()).lower()))
    words, often = list(found), list(found.values())
    while True:
        for text in _batch(source, source.choices(words, often, k=50_000)):
            yield text.capitalize() + "."


def _batch(source: random.Random, words: list[str]) -> Iterator[str]:
    at = 0
    while at < len(words):
        length = 3 + int(source.expovariate(1 / 9)) % 38
        if not source.randrange(CHINESE_EVERY):
            yield "".join(source.choices(CHINESE.split(), k=length))
        elif not source.randrange(JAPANESE_EVERY):
            yield "".join(source.choices(JAPANESE.split(), k=length))
        else:
            yield " ".join(words[at : at + length])
        at += length
