/**
 * The cycles of a directed graph: its strongly connected components of more than one node (Tarjan, 1972).
 *
 * @param {ReadonlyMap<string, ReadonlySet<string>>} graph each node's successors
 * @returns {string[][]} the nodes of each cycle, sorted
 */
export function cyclesOf(graph) {
  const index = new Map();
  const lowest = new Map();
  const stack = [];
  const cycles = [];
  const visit = (node) => {
    index.set(node, index.size);
    lowest.set(node, index.get(node));
    stack.push(node);
    for (const next of graph.get(node) ?? []) {
      if (!index.has(next)) visit(next);
      if (stack.includes(next)) lowest.set(node, Math.min(lowest.get(node), lowest.get(next)));
    }
    if (lowest.get(node) !== index.get(node)) return;
    const component = stack.splice(stack.indexOf(node));
    if (component.length > 1) cycles.push(component.sort());
  };
  for (const node of graph.keys()) if (!index.has(node)) visit(node);
  return cycles;
}
