import type { ScanView } from '../../product/scan.ts';
import { Banner } from '../../ui/banner.tsx';

/** What one must know before one reads the findings: why a scan failed, and what it could not look at. */
export function Outcome({ scan }: { readonly scan: ScanView }) {
  const failed = scan.scanners.filter(({ state }) => state === 'failed').map(({ scanner }) => scanner);
  const cut = scan.scanners
    .filter(({ state, reason }) => state === 'completed' && reason !== null)
    .map(({ scanner }) => scanner);
  if (scan.status === 'failed') {
    return (
      <div className="pb-4">
        <Banner tone="warning">The scan failed: {scan.error ?? 'the reason is not known'}</Banner>
      </div>
    );
  }
  if (scan.status === 'cancelled') {
    return (
      <div className="pb-4">
        <Banner tone="note">The scan was cancelled. Below is what its scanners had found until then.</Banner>
      </div>
    );
  }
  if (!scan.partial) return null;
  const reasons = [
    ...(failed.length === 0 ? [] : [`${failed.join(', ')} failed`]),
    ...(cut.length === 0 ? [] : [`${cut.join(', ')} saw only a part`]),
  ];
  return (
    <div className="pb-4">
      <Banner tone="warning">
        The results are incomplete: {reasons.length === 0 ? 'not every scanner finished' : reasons.join('; ')}. Details
        stand with the scanners below.
      </Banner>
    </div>
  );
}
