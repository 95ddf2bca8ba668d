"""From bytes to a tree with the place of every value: files, URLs, git, JSON and YAML."""
