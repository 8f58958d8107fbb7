import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { consoleFolder, libraryFile } from '../console/build-console.ts';
import { brotliBest } from '../console/compress.ts';
import { initialFiles } from '../console/initial-transfer.ts';

/** What a browser may have to fetch before the first page shows: 150 kB, as the gateway sends it (brotli). */
const limitBytes = 150_000;

/** The script tag for any web page, as the gateway sends it (brotli). */
const libraryLimitBytes = 4000;

/** Prints what the library for runtime pages weighs. False when that is too much. */
export async function libraryFits(): Promise<boolean> {
  const weight = (await brotliBest(readFileSync(libraryFile))).length;
  console.log(`Library for runtime pages: ${kilobytes(weight)} brotli; limit ${kilobytes(libraryLimitBytes)}`);
  return weight <= libraryLimitBytes;
}

/** Prints what the initial transfer of the built console weighs. False when that is too much. */
export async function initialTransferFits(): Promise<boolean> {
  let brotli = 0;
  let gzip = 0;
  for (const file of initialFiles(consoleFolder)) {
    const content = readFileSync(file);
    const compressed = (await brotliBest(content)).length;
    brotli += compressed;
    gzip += gzipSync(content, { level: 9 }).length;
    console.log(`${kilobytes(compressed).padStart(9)}  ${relative(consoleFolder, file)}`);
  }
  console.log(`Initial transfer: ${kilobytes(brotli)} brotli, ${kilobytes(gzip)} gzip; limit ${kilobytes(limitBytes)}`);
  return brotli <= limitBytes;
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
