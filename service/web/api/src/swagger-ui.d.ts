/** What of Swagger UI is used here; the package has no types of its own. */
declare module 'swagger-ui-dist/swagger-ui-es-bundle.js' {
  type Component = (props: object) => unknown;
  interface System {
    readonly React: {
      readonly createElement: (type: string | Component, props: object, ...children: unknown[]) => unknown;
    };
  }
  export type Plugin = (system: System) => {
    readonly components?: Readonly<Record<string, Component>>;
    readonly wrapComponents?: Readonly<Record<string, (original: Component) => Component>>;
  };
  interface SwaggerUiOptions {
    readonly url: string;
    readonly dom_id: string;
    readonly docExpansion: 'list' | 'full' | 'none';
    readonly deepLinking: boolean;
    /** Methods that the page may call; an empty list takes "Try it out" away. */
    readonly supportedSubmitMethods: readonly string[];
    /** Null: nobody else's validator is asked. */
    readonly validatorUrl: null;
    readonly plugins: readonly Plugin[];
  }
  export default function swaggerUi(options: SwaggerUiOptions): unknown;
}
