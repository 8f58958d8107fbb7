/** Every error that leaves the gateway: stable code, HTTP status, title. Declared here and nowhere else. */
const errors = {
  badRequest: [400, 'The request is not valid'],
  unauthenticated: [401, 'Sign in first'],
  signInFailed: [401, 'Name, password or code is wrong'],
  forbidden: [403, 'Your role does not allow this'],
  csrf: [403, 'The request carries no valid X-CSRF-Token'],
  hostNotAllowed: [403, 'This gateway does not answer to that host name'],
  notFound: [404, 'There is nothing at this address'],
  methodNotAllowed: [405, 'This address does not take that method'],
  tooSlow: [408, 'The request did not arrive in time'],
  notEditableHere: [409, 'This is edited on the Master'],
  notActiveHere: [409, 'This is done on the active node'],
  readOnly: [409, 'This cannot be written'],
  actionRefused: [409, 'The action is not possible now'],
  pinned: [409, 'A command line flag sets this value'],
  preconditionFailed: [412, 'Somebody else changed it in the meantime'],
  tooLarge: [413, 'The request is too large'],
  unsupportedMediaType: [415, 'The request must be application/json'],
  preconditionRequired: [428, 'Send If-Match with the revision that you read'],
  tooManyPages: [429, 'Too many live pages are open here'],
  throttled: [429, 'Too many attempts: wait and try again'],
  storageFailed: [507, 'The change could not be written to disk'],
  internal: [500, 'The gateway failed to answer'],
  unavailable: [503, 'Not available on this node now'],
} as const;

export type ErrorCode = keyof typeof errors;

export interface ErrorDetails {
  detail?: string;
  errors?: { pointer: string; detail: string }[];
  refusals?: string[];
  /** Where the request would succeed. */
  master?: { name: string; address: string | null };
  active?: { name: string; address: string | null };
  /** When it is worth another try; becomes `Retry-After`. */
  retryAfterMs?: number;
}

/** An error with a stable code; the HTTP layer turns it into problem+json. */
export class GatewayError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    super(details.detail ?? errors[code][1]);
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return errors[this.code][0];
  }

  get title(): string {
    return errors[this.code][1];
  }
}
