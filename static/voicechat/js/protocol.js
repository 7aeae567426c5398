// Builds and reads events of the Realtime API. Source: openai.types.realtime of the official SDK.

/** Read what came over the data channel; null when it is not an event. */
export function parseEvent(data) {
  try {
    const event = JSON.parse(data);
    return typeof event?.type === "string" ? event : null;
  } catch {
    return null;
  }
}

/** Ask for a response, with overrides or as the session says. */
export function createResponse(response = null) {
  return response ? { type: "response.create", response } : { type: "response.create" };
}

/** Change what may change in a session; the voice only while nobody has heard it. */
export function updateSession({ audio: { output, ...audio }, ...session }, hasSpoken) {
  const { voice, ...rest } = output;
  return { type: "session.update", session: { ...session, audio: { ...audio, output: hasSpoken ? rest : output } } };
}

export const createItem = (item) => ({ type: "conversation.item.create", item });

/** A typed message; by its id one sees whether it has arrived. */
export function userMessage(id, text) {
  return { id, type: "message", role: "user", content: [{ type: "input_text", text }] };
}

/** Whether an item was said in an earlier call, and is only there to be remembered. */
export const isPast = ({ id }) => id?.startsWith("past_") ?? false;

export const cancelResponse = () => ({ type: "response.cancel" });
export const clearInput = () => ({ type: "input_audio_buffer.clear" });
export const commitInput = () => ({ type: "input_audio_buffer.commit" });
export const clearOutputAudio = () => ({ type: "output_audio_buffer.clear" });
export const appendInput = (audio) => ({ type: "input_audio_buffer.append", audio });

/** Have the provider forget what was not heard of a reply. */
export function truncateItem(item_id, audio_end_ms) {
  return { type: "conversation.item.truncate", item_id, content_index: 0, audio_end_ms };
}

/** The words of a message item: typed, spoken, or as the transcript of its audio. */
export function itemText(item) {
  return (item.content ?? []).map((part) => part.text ?? part.transcript ?? "").join("");
}

const SOUND_TOKEN = 50; // ms of speech

/** The length in ms of all the speech that a response's usage counts; undefined when it says nothing. */
export function soundMs(usage) {
  const tokens = usage?.output_token_details?.audio_tokens;
  return tokens === undefined ? undefined : tokens * SOUND_TOKEN;
}

/** The usage record in an event, or null. Cached tokens are a subset of the input tokens. */
export function usageRecord(event) {
  if (event.type === "response.done") return responseUsage(event.response);
  if (event.type === "conversation.item.input_audio_transcription.completed") {
    return transcriptionUsage(event);
  }
  return null;
}

function responseUsage({ id, usage }) {
  if (!id || !usage) return null;
  const input = usage.input_token_details ?? {};
  const cached = input.cached_tokens_details ?? {};
  const output = usage.output_token_details ?? {};
  return {
    provider_id: id,
    kind: "response",
    text_input: input.text_tokens ?? 0,
    text_cached: cached.text_tokens ?? 0,
    text_output: output.text_tokens ?? 0,
    audio_input: input.audio_tokens ?? 0,
    audio_cached: cached.audio_tokens ?? 0,
    audio_output: output.audio_tokens ?? 0,
  };
}

function transcriptionUsage({ item_id, usage }) {
  if (!usage) return null;
  const record = { provider_id: item_id, kind: "transcription" };
  if (usage.type === "duration") return { ...record, seconds: usage.seconds };
  const input = usage.input_token_details ?? {};
  return {
    ...record,
    text_input: input.text_tokens ?? 0,
    audio_input: input.audio_tokens ?? (usage.input_tokens ?? 0) - (input.text_tokens ?? 0),
    text_output: usage.output_tokens ?? 0,
  };
}
