"""From lesson text to what is generated: notebooks, solutions, links, environment, release."""
