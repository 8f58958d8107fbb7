import packageFile from '../package.json' with { type: 'json' };

/** The version of this gateway and of the console that it serves. */
export const version: string = packageFile.version;
