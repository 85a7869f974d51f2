"""From lesson text to everything that is generated: notebooks, solutions, links, environment, release."""
