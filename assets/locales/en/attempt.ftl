### One attempt, what is done about it, and exports.
