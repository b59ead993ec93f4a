"""``python -m topicmap``."""

from topicmap.cli import main

if __name__ == "__main__":
    main()
