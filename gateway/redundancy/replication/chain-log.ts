import { providerLogger } from '#contract/logs';
import type { Logger } from '../../logging/logger.ts';
import { chainProviders } from './provider-list.ts';

/** What befalls the chain befalls each of its providers: whoever looks at one of them finds it. */
export function chainLogger(logger: (name: string) => Logger): Logger {
  const loggers = chainProviders.map((id) => logger(providerLogger(id)));
  const at = (level: keyof Logger) => (message: string, error?: unknown) => {
    for (const each of loggers) each[level](message, error);
  };
  return { trace: at('trace'), debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
