// Connects a session with what the page says of its connection, and chooses its transports.

import { WebRTCTransport } from "../transports/webrtc.js";
import { WebSocketTransport } from "../transports/websocket.js";
import { showLookup } from "../ui/lookup.js";

/** Give what makes the transports to try, in order, by a choice that is read when a call starts. */
export function transportsBy(panel, workletUrl, wire, api) {
  const webrtc = () => new WebRTCTransport(wire, (...offer) => api.exchange(...offer));
  const websocket = () => new WebSocketTransport(workletUrl, wire);
  const automatic = globalThis.RTCPeerConnection ? [webrtc, websocket] : [websocket];
  return () => ({ automatic, webrtc: [webrtc], websocket: [websocket] })[panel.choice];
}

export function connectConnection({ session, panel }) {
  session.addEventListener("step", ({ detail }) => {
    if (session.state !== "reconnecting") panel.showStep(detail); // there one thing is to be known
  });
  session.addEventListener("event", ({ detail }) => {
    if (detail.item?.type === "mcp_call") showLookup(session, detail);
  });
  session.addEventListener("further", ({ detail }) => panel.showFurther(detail));
  session.addEventListener("state", ({ detail: { state } }) => {
    if (state === "reconnecting") panel.showLost();
    else if (state !== "connecting") panel.showTransport(session.isActive ? session.transport : "");
  });
}
