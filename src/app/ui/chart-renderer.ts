import type { Renderer2, RendererFactory2, RendererType2 } from '@angular/core';

/**
 * Draws for the library of charts, which wants two things that a console of ours does not have: an engine of animations
 * (it marks elements with `@…`; nothing here is animated), and styles as attributes, which our pages forbid.
 */
export class ChartRendererFactory implements RendererFactory2 {
  readonly #plain: RendererFactory2;

  constructor(plain: RendererFactory2) {
    this.#plain = plain;
  }

  createRenderer(host: unknown, type: RendererType2 | null): Renderer2 {
    return withoutExtras(this.#plain.createRenderer(host, type));
  }

  begin(): void {
    this.#plain.begin?.();
  }

  end(): void {
    this.#plain.end?.();
  }
}

function withoutExtras(renderer: Renderer2): Renderer2 {
  return new Proxy(renderer, {
    get(target, member) {
      if (member === 'setProperty') return setProperty.bind(null, target);
      if (member === 'setAttribute') return setAttribute.bind(null, target);
      return Reflect.get(target, member) as unknown;
    },
  });
}

function setProperty(renderer: Renderer2, element: unknown, name: string, value: unknown): void {
  if (!name.startsWith('@')) renderer.setProperty(element, name, value);
}

function setAttribute(renderer: Renderer2, element: unknown, name: string, value: string, namespace?: string): void {
  if (name !== 'style') return renderer.setAttribute(element, name, value, namespace);
  if (element instanceof HTMLElement || element instanceof SVGElement) element.style.cssText = value;
}
