"""The transport itself, with another peer connection of the same page at the other end."""

from playwright.sync_api import Page

from tests.browser.modules import run

# The channel is open before anybody has begun to wait for that, and the line is lost later.
OPENED_EARLY = """
async ({ WebRTCTransport }) => {
  const other = new RTCPeerConnection();
  const isOpen = new Promise((resolve) => {
    other.ondatachannel = ({ channel }) => (channel.onopen = resolve);
  });
  const exchange = async (grant, sdp) => {
    await other.setRemoteDescription({ type: "offer", sdp });
    await other.setLocalDescription();
    await new Promise((done) => (other.onicecandidate = ({ candidate }) => candidate ?? done()));
    return { sdp: other.localDescription.sdp, callId: "rtc_1" };
  };
  const { setRemoteDescription } = RTCPeerConnection.prototype;
  RTCPeerConnection.prototype.setRemoteDescription = async function (description) {
    await setRemoteDescription.call(this, description);
    if (description.type === "answer") await isOpen;
  };
  const first = new Promise((resolve) => {
    const take = (event) => {
      event.preventDefault();
      resolve(String(event.reason));
    };
    addEventListener("unhandledrejection", take, { once: true });
  });
  const transport = new WebRTCTransport({}, exchange);
  const isLost = new Promise((resolve) =>
    transport.addEventListener("connection", ({ detail }) => detail === "lost" && resolve()),
  );
  try {
    transport.prepare(new Promise(() => {}));
    const signal = new AbortController().signal;
    const step = (name, promise) => promise;
    const callId = await transport.open({ grant: {}, patience: 10_000, signal, step });
    other.close();
    await isLost;
    await new Promise((resolve) => setTimeout(resolve)); // whoever was told of that has acted
    Promise.reject("only this"); // such are told of in order
    return { callId, uncaught: await first };
  } finally {
    RTCPeerConnection.prototype.setRemoteDescription = setRemoteDescription;
    transport.close();
    other.close();
  }
}
"""


def test_a_line_that_opened_early_is_lost_without_an_error_that_nobody_takes(
    call_page: Page,
) -> None:
    told = run(call_page, "transports/webrtc", OPENED_EARLY)
    assert told == {"callId": "rtc_1", "uncaught": "only this"}
