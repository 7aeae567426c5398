// The order of a conversation's items: the chain of predecessors, and a number for each place.

const GAP = 2 ** 16; // between positions, so that a late item finds room between its neighbours

/**
 * Order items by the chain of their predecessors. Those whose chain does not reach the beginning
 * yet stand at the end, in the order in which they came.
 *
 * @param {Map<string, {id: string, previous: string|null|undefined}>} items
 * @returns {{order: string[], certain: number}}  ids; how many of them stand where they belong
 */
export function arrange(items) {
  const followers = new Map();
  const loose = [];
  for (const { id, previous } of items.values()) {
    if (previous === null || items.has(previous)) followers.set(previous, [...(followers.get(previous) ?? []), id]);
    else loose.push(id);
  }
  const chain = walk(followers, [null]);
  const reached = new Set([...chain, ...walk(followers, loose)]);
  // Items that name one another as predecessors make no sense, but what they say is not lost.
  return { order: [...reached, ...[...items.keys()].filter((id) => !reached.has(id))], certain: chain.length };
}

/** Give the ids that follow from some beginnings, each chain to its end before the next. */
function walk(followers, beginnings) {
  const order = [];
  const waiting = [...beginnings].reverse();
  while (waiting.length) {
    const id = waiting.pop();
    if (id !== null) order.push(id);
    waiting.push(...(followers.get(id) ?? []).toReversed());
  }
  return order;
}

/** Give, by id, a position to those of the first `count` ids in order that have none. */
export function newPositions(items, order, count) {
  const found = new Map();
  const positionOf = (id) => found.get(id) ?? items.get(id).position;
  for (let index = 0; index < count; index++) {
    if (items.get(order[index]).position !== null) continue;
    const before = index > 0 ? positionOf(order[index - 1]) : 0;
    const next = order.slice(index + 1, count).find((id) => items.get(id).position !== null);
    found.set(order[index], next ? Math.floor((before + items.get(next).position) / 2) : before + GAP);
  }
  return found;
}
