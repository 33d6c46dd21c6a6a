export function Logo() {
  return (
    <svg width="22" height="22" viewBox="0 0 32 32" fill="none" aria-hidden className="shrink-0 text-accent">
      <path
        d="M16 4.500 26 8.800v7.200c0 6-4.200 10.300-10 12.300-5.800-2-10-6.300-10-12.300V8.800L16 4.500Z"
        stroke="currentColor"
        strokeWidth="2.200"
        strokeLinejoin="round"
      />
      <path d="M10.500 16h11" stroke="currentColor" strokeWidth="2.200" strokeLinecap="round" />
    </svg>
  );
}
