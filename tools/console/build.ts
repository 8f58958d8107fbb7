import { runTool } from '../refusal.ts';
import { buildConsole, consoleIsCurrent } from './build-console.ts';

/** `npm run build`: the console, for gateways that are not started by `npm start`. */
await runTool(async () => {
  if (consoleIsCurrent()) console.log('The console is up to date.');
  else await buildConsole();
  return 0;
});
