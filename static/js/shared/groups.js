// The groups in the order in which they always stand: Northern above Southern.
export const GROUPS = ["northern", "southern", "neither", "together"];
