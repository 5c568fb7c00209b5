/** What the sources use of ES2024 and Node 20 lacks; they are written for Node 24. */

function group(groups, items, keyOf) {
  let index = 0;
  for (const item of items) {
    const key = keyOf(item, index);
    const others = groups.get(key);
    if (others) others.push(item);
    else groups.set(key, [item]);
    index += 1;
  }
  return groups;
}

Map.groupBy ??= function groupBy(items, keyOf) {
  return group(new Map(), items, keyOf);
};

Object.groupBy ??= function groupBy(items, keyOf) {
  return Object.fromEntries(group(new Map(), items, keyOf));
};
