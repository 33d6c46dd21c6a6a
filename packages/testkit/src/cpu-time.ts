/** Processor time of this process that a call took, in milliseconds; unlike wall time it does not grow with a busy machine. */
export function measureCpuMs(call: () => void): number {
  const before = process.cpuUsage();
  call();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
