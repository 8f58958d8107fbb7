/**
 * What the parts of the gateway write to. There is no way to log an object: secrets hide in objects. `error` is for
 * what was caught; of it the message and the stack are kept.
 */
export interface Logger {
  trace: (message: string, error?: unknown) => void;
  debug: (message: string, error?: unknown) => void;
  info: (message: string, error?: unknown) => void;
  warn: (message: string, error?: unknown) => void;
  error: (message: string, error?: unknown) => void;
}
