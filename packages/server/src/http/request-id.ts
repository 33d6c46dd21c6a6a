const FIT = /^[A-Za-z0-9._:-]{1,128}$/;

/** The id that a request goes by: its own when it is fit for logs and headers, else a new one. */
export function toRequestId(header: string | readonly string[] | undefined, newId: () => string): string {
  return typeof header === 'string' && FIT.test(header) ? header : newId();
}
