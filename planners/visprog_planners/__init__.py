"""Question and tool specs in, program out: the offline grammar and any LLM."""
