import { join } from 'node:path';
import * as z from 'zod/mini';
import { Database } from './config/disk/database.ts';
import { parseCommandLine, type CommandLine } from './config/command-line/flags.ts';
import { help } from './config/command-line/help.ts';
import { NodeFile } from './config/node/node-file.ts';
import { GatewayError } from './errors.ts';
import { exitCodes, StartError } from './exit-codes.ts';
import { Gateway } from './gateway.ts';
import { firstUserName } from './security/first-start.ts';
import { linkLifeMs, OneTimeCodes } from './security/one-time-codes.ts';
import { securityMigrations } from './security/security-database.ts';

/** npm passes on the signal that the terminal has already sent: within this time it is the same one. */
const sameSignalMs = 500;

/** Starts what the command line asks for; a reason not to start is one line on the error output and an exit code. */
export async function run(args: readonly string[]): Promise<void> {
  z.config(z.locales.en());
  try {
    const line = parseCommandLine(args);
    if (line === 'help') process.stdout.write(help);
    else if (line.signInLink) process.stdout.write(`${newSignInLink(line)}\n`);
    else await serve(line);
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(error.exitCode);
  }
}

/** A stop that takes longer is an end by force, ms. */
const longestStopMs = 4900;

async function serve(line: CommandLine): Promise<void> {
  const gateway = new Gateway(line, process.env);
  let askedAt: number | null = null;
  const stop = () => {
    if (askedAt !== null && performance.now() - askedAt < sameSignalMs) return;
    if (askedAt !== null) process.exit(exitCodes.unexpected);
    askedAt = performance.now();
    setTimeout(() => process.exit(exitCodes.unexpected), longestStopMs);
    void gateway.stop().then(() => process.exit(exitCodes.ok));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('uncaughtException', (error) => {
    gateway.reportDefect(error);
    process.exit(exitCodes.unexpected);
  });
  await gateway.start().catch((error: unknown) => {
    // What a stop interrupts may fail in any way.
    if (askedAt === null) throw reasonOf(error, line);
  });
}

/** A disk that fills up while a gateway starts is no defect. */
function reasonOf(error: unknown, { data }: CommandLine): unknown {
  if (!(error instanceof GatewayError) || error.code !== 'storageFailed') return error;
  return new StartError(exitCodes.directoryUnusable, `The data directory ${data} cannot be written: ${error.message}`);
}

/** Beside a running gateway: the code goes into its database, and the link is used up by signing in. */
function newSignInLink(line: CommandLine): string {
  const file = new NodeFile(join(line.data, 'node.json'), line.pins);
  file.load();
  const path = join(line.data, 'security.db');
  const database = new Database(path, { migrations: securityMigrations });
  try {
    database.open();
    const code = new OneTimeCodes(database, Date.now).create({ userName: firstUserName, lifeMs: linkLifeMs });
    return `http://localhost:${file.config.nodeSettings.httpPort}/#sign-in=${code}`;
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError(exitCodes.directoryUnusable, `No gateway has been started in ${line.data} yet`);
  } finally {
    database.close();
  }
}
