"""What the session object of the Realtime API may hold, as data.

Source: `RealtimeSessionCreateRequest` of the official SDK, and the API reference.
Tools, functions as well as servers of the Model Context Protocol, are checked but never called.
"""

from collections.abc import Mapping

from .validation import (
    Check,
    Required,
    anything,
    fields,
    flag,
    integer,
    list_of,
    list_or,
    map_of,
    nullable,
    number,
    one_of,
    string_or,
    tagged,
    text,
)

VOICES = (
    "alloy",
    "ash",
    "ballad",
    "coral",
    "echo",
    "sage",
    "shimmer",
    "verse",
    "marin",
    "cedar",
)

JSON_OBJECT = map_of(anything)

FORMAT = tagged({"audio/pcm": {"rate": integer(24000, 24000)}, "audio/pcmu": {}, "audio/pcma": {}})

TRANSCRIPTION = fields(
    {
        "model": text,
        "language": text,
        "languages": list_of(text),
        "prompt": text,
        "keywords": list_of(text),
        "delay": one_of("minimal", "low", "medium", "high", "xhigh"),
    }
)

TURN_DETECTION = tagged(
    {
        "server_vad": {
            "threshold": number(0, 1),
            "prefix_padding_ms": integer(0, 5000),
            "silence_duration_ms": integer(0, 10_000),
            "idle_timeout_ms": nullable(integer(5000, 30_000)),
            "create_response": flag,
            "interrupt_response": flag,
        },
        "semantic_vad": {
            "eagerness": one_of("low", "medium", "high", "auto"),
            "create_response": flag,
            "interrupt_response": flag,
        },
    }
)

AUDIO_INPUT = fields(
    {
        "format": FORMAT,
        "transcription": nullable(TRANSCRIPTION),
        "noise_reduction": nullable(
            fields({"type": one_of("near_field", "far_field"), "strength": number(0, 1)})
        ),
        "turn_detection": nullable(TURN_DETECTION),
    }
)

AUDIO_OUTPUT = fields({"format": FORMAT, "voice": one_of(*VOICES), "speed": number(0.25, 1.5)})

PROMPT = nullable(fields({"id": Required(text), "version": text, "variables": JSON_OBJECT}))

TOOL_FILTER = fields({"read_only": flag, "tool_names": list_of(text)})

TOOL = tagged(
    {
        "function": {"name": text, "description": text, "parameters": JSON_OBJECT},
        "mcp": {
            "server_label": Required(text),
            "server_url": text,
            "server_description": text,
            "connector_id": text,
            "tunnel_id": text,
            "authorization": text,
            "headers": nullable(map_of(text)),
            "allowed_tools": nullable(list_or(list_of(text), TOOL_FILTER)),
            "allowed_callers": nullable(list_of(one_of("direct", "programmatic"))),
            "require_approval": nullable(
                string_or(
                    one_of("always", "never"), fields({"always": TOOL_FILTER, "never": TOOL_FILTER})
                )
            ),
            "defer_loading": flag,
        },
    }
)

# What a session and a single response have in common.
GENERATION: Mapping[str, Check] = {
    "instructions": text,
    "output_modalities": list_of(one_of("audio", "text"), low=1, high=1),
    "max_output_tokens": string_or(one_of("inf"), integer(1, 4096)),
    "parallel_tool_calls": flag,
    "reasoning": fields({"effort": one_of("minimal", "low", "medium", "high", "xhigh")}),
    "tools": list_of(TOOL),
    "tool_choice": string_or(
        one_of("none", "auto", "required"),
        tagged(
            {
                "function": {"name": Required(text)},
                "mcp": {"server_label": Required(text), "name": nullable(text)},
            }
        ),
    ),
}

SESSION = fields(
    {
        **GENERATION,
        "type": Required(one_of("realtime")),
        "model": text,
        "audio": fields({"input": AUDIO_INPUT, "output": AUDIO_OUTPUT}),
        "include": nullable(list_of(one_of("item.input_audio_transcription.logprobs"))),
        "prompt": PROMPT,
        "tracing": nullable(
            string_or(
                one_of("auto"),
                fields({"group_id": text, "workflow_name": text, "metadata": JSON_OBJECT}),
            )
        ),
        "truncation": string_or(
            one_of("auto", "disabled"),
            tagged(
                {
                    "retention_ratio": {
                        "retention_ratio": Required(number(0, 1)),
                        "token_limits": fields({"post_instructions": integer(0, 1_000_000)}),
                    }
                }
            ),
        ),
    },
)
