/** A command line that cannot be understood. Of its own, since the model's errors come with the schema library. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
