import type { GatewayApp } from './zod-provider.ts';
import type { Needs } from './access.ts';

/** A route as it was registered. */
export interface RouteFacts {
  method: string;
  url: string;
  needs: Needs;
}

/** Every route of the application, in the order of registration. */
export class RouteList {
  readonly #routes: RouteFacts[] = [];

  get routes(): readonly RouteFacts[] {
    return this.#routes;
  }

  /** Collects what is registered from now on. A route that does not say who may use it is a defect and throws. */
  watch(app: GatewayApp): void {
    app.addHook('onRoute', ({ method, url, config }) => {
      for (const each of [method].flat()) {
        if (each === 'OPTIONS') continue;
        const needs = config?.needs;
        if (needs === undefined) throw new Error(`${each} ${url} does not say who may use it`);
        this.#routes.push({ method: each, url, needs });
      }
    });
  }

  /** Methods that the path takes; empty for a path that does not exist. */
  methodsOf(path: string): string[] {
    const here = this.#routes.filter(({ url }) => !url.includes('*') && matches(url, path));
    return [...new Set(here.map(({ method }) => method))].sort();
  }
}

function matches(url: string, path: string): boolean {
  const [expected, actual] = [url.split('/'), path.split('/')];
  if (expected.length !== actual.length) return false;
  return expected.every((part, at) => (part.startsWith(':') ? actual[at] !== '' : part === actual[at]));
}
