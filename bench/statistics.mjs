export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The median with the least and the greatest. */
export function spread(numbers) {
  return { median: median(numbers), least: Math.min(...numbers), greatest: Math.max(...numbers) };
}
