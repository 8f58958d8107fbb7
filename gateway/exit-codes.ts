/** What the process ends with; scripts and service managers may rely on the numbers. */
export const exitCodes = {
  /** Stopped on request. */
  ok: 0,
  /** A defect: the log has the stack. */
  unexpected: 1,
  /** A flag, a value of a flag or a variable is wrong. */
  badCommandLine: 2,
  /** Another gateway runs on the data directory. */
  directoryInUse: 3,
  /** The data directory cannot be read or written, is damaged, or its disk is full. */
  directoryUnusable: 4,
  /** Another program listens on the HTTP or HTTPS port. */
  portInUse: 5,
  /** Node.js is older than the gateway needs. */
  nodeTooOld: 6,
  /** `node.json` holds a member or a value that is not allowed. */
  badNodeFile: 7,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Why a gateway does not start, for the person who started it: `main.ts` prints one line and ends with the code. */
export class StartError extends Error {
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}
