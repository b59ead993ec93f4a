"""Pure: (TopicMap, View) → what the browser draws."""
