"""Counts, names and dates of a map in words."""

from datetime import datetime

from topicmap.topic_map import UNASSIGNED, TopicMap


def counted(number: int, noun: str) -> str:
    """ "1 paper", "2 papers"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def part_of(part: int, whole: int, noun: str) -> str:
    """ "12 of 38 papers", or "38 papers" when it is all of them."""
    return counted(whole, noun) if part == whole else f"{part:,} of {counted(whole, noun)}"


def map_title(name: str) -> str:
    """A map's name as a title: ``my_maps-2`` → ``My maps 2``."""
    words = name.replace("_", " ").replace("-", " ").strip() or name
    return words[:1].upper() + words[1:]


def topic_name(topic_map: TopicMap, topic: int) -> str:
    """The label of a topic; "Unassigned" for −1."""
    return "Unassigned" if topic == UNASSIGNED else str(topic_map.topics["label"].loc[topic])


def provenance(topic_map: TopicMap) -> str:
    """What a map was made of, when and how, in a line."""
    papers, about = topic_map.papers, topic_map.about
    parts = [counted(len(papers), "paper")]
    if "source" in papers and (sources := papers["source"].nunique()):
        parts.append(counted(int(sources), "source"))
    if created := str(about.get("created") or "")[:10]:
        parts.append(f"made {created}")
    parts.append(f"settings {topic_map.settings.fingerprint}")
    version = (about.get("versions") or {}).get("topicmap", "")
    return " · ".join([*parts, f"topicmap {version}".strip()])


def made_at(topic_map: TopicMap) -> datetime | None:
    """When the map was made; None where it does not say."""
    try:
        return datetime.fromisoformat(str(topic_map.about.get("created")))
    except ValueError:
        return None
