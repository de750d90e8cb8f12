import type { CodegenConfig } from '@graphql-codegen/cli';

// The types of every operation in src, from the schema of this repository. That of a server
// is at its address: http://127.0.0.1:8420/graphql.
const config: CodegenConfig = {
  schema: '../../schema/*.graphqls',
  documents: 'src/*.ts',
  generates: {
    'src/gql/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        documentMode: 'string',
        enumsAsTypes: true,
        strictScalars: true,
        useTypeImports: true,
        scalars: { Date: 'string', Time: 'string', Revision: 'string', Kind: 'string', Value: 'unknown' },
      },
    },
  },
};
export default config;
