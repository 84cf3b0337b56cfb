import { Resvg } from '@resvg/resvg-js';
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

const sizes = [180, 192, 512];

/** Icons of the installed page, all drawn from one SVG. A maskable icon may be cut to a circle of 80%. */
export function icons(file: string): Plugin {
  return {
    name: 'icons',
    apply: 'build',
    generateBundle() {
      const svg = readFileSync(file, 'utf8');
      const square = svg.replace(/rx="\d+"/u, 'rx="0"');
      const emit = (fileName: string, source: string | Uint8Array) =>
        this.emitFile({ type: 'asset', fileName: `icons/${fileName}`, source });
      emit('icon.svg', svg);
      for (const size of sizes) emit(`icon-${size}.png`, png(size === 180 ? square : svg, size));
      emit('icon-512-maskable.png', png(square, 512));
    },
  };
}

function png(svg: string, width: number): Uint8Array {
  return new Resvg(svg, { fitTo: { mode: 'width', value: width } }).render().asPng();
}
