/** `pointInTimeRecovery` as `point_in_time_recovery`, `SSEAlgorithm` as `sse_algorithm`. */
export function snakeCase(name: string): string {
  return name
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase();
}
