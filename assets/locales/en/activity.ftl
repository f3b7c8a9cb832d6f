### The Activity screen: what was tried, counted and listed.
