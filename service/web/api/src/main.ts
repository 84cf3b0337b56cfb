import swaggerUi from 'swagger-ui-dist/swagger-ui-es-bundle.js';
import type { Plugin } from 'swagger-ui-dist/swagger-ui-es-bundle.js';
import 'swagger-ui-dist/swagger-ui.css';
import './api.css';

const nothing = () => null;

/** For reading only: no token is ever typed into this page, and nothing is changed from it. */
const readOnly: Plugin = () => ({
  components: { AuthorizeBtnContainer: nothing, authorizeBtn: nothing, authorizeOperationBtn: nothing },
});

/** What Swagger UI leaves out: a landmark around the introduction, and the heading between h1 and h3. */
const structure: Plugin = ({ React: { createElement } }) => ({
  wrapComponents: {
    InfoContainer: (original) => (props) =>
      createElement(
        'section',
        { 'aria-label': '简介 Introduction' },
        createElement(original, props),
        createElement('h2', { className: 'operations-heading' }, '接口 Operations'),
      ),
  },
});

swaggerUi({
  url: '/openapi.json',
  dom_id: '#viewer',
  docExpansion: 'list',
  // Its links stand inside buttons, which screen readers cannot tell apart.
  deepLinking: false,
  supportedSubmitMethods: [],
  validatorUrl: null,
  plugins: [readOnly, structure],
});
