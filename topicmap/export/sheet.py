"""What all parts of a picture go by."""

from dataclasses import dataclass

from topicmap.colors import INK, PAPER, QUIET_INK
from topicmap.export.choices import Choices
from topicmap.export.letters import Letters
from topicmap.export.light import Light
from topicmap.export.papers_drawn import Tones
from topicmap.scene import Scene
from topicmap.topic_map import TopicMap

SIDE = 34.0  # free space left and right, in points on a slide

_WHITE = "#ffffff"


@dataclass(frozen=True)
class Sheet:
    """A map, what was chosen of its picture, its size in points, and what follows from that."""

    topic_map: TopicMap
    scene: Scene
    choices: Choices
    size: tuple[float, float]
    light: Light
    letters: Letters
    tones: Tones

    @property
    def width(self) -> float:
        """In points."""
        return self.size[0]

    @property
    def height(self) -> float:
        """In points."""
        return self.size[1]

    @property
    def unit(self) -> float:
        """Points of letters to one on a slide; a poster is looked at from farther away."""
        return float((min(self.size) / 540.0) ** 0.75)

    @property
    def side(self) -> float:
        """Free space left and right."""
        return SIDE * self.unit

    @property
    def theme(self) -> str:
        """The theme that colours are taken from."""
        return "dark" if self.choices.theme == "dark" else "light"

    @property
    def paper(self) -> str:
        """The colour of the background."""
        return _WHITE if self.choices.theme == "print" else PAPER[self.theme]

    @property
    def ink(self) -> str:
        """The colour of words."""
        return INK[self.theme]

    @property
    def quiet_ink(self) -> str:
        """The colour of words that are there to be looked up."""
        return QUIET_INK[self.theme]

    @property
    def by_topic(self) -> bool:
        """Whether colours stand for topics."""
        return self.choices.color in ("topic", "nearest")
