import graphql from "@graphql-eslint/eslint-plugin";

const { configs, parser } = graphql;

/** Values that have no identity of their own: they are read with the object they belong to. */
const VALUES = [
  "Award",
  "Breadcrumb",
  "Contributor",
  "DateChange",
  "EventTime",
  "Feed",
  "FocalPoint",
  "Grant",
  "Identifier",
  "Image",
  "ImageSource",
  "Link",
  "PageInfo",
  "PaperCategory",
  "ResponsiveImage",
  "RichText",
  "SelectionCriterion",
  "Seo",
  "Site",
  "SiteLanguage",
  "TimeSpan",
  "Venue",
];

export default [
  {
    files: ["**/*.graphql"],
    languageOptions: { parser, parserOptions: { graphQLConfig: { schema: "api/schema.graphql" } } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    plugins: { "@graphql-eslint": graphql },
    rules: {
      ...configs["flat/schema-recommended"].rules,
      ...configs["flat/schema-relay"].rules,
      // The change log is read forwards only: what comes before a cursor is known.
      "@graphql-eslint/relay-arguments": ["error", { includeBoth: false }],
      // Small bounded lists are plain lists; only lists that can grow are connections.
      "@graphql-eslint/relay-edge-types": ["error", { listTypeCanWrapOnlyEdgeType: false }],
      "@graphql-eslint/strict-id-in-types": [
        "error",
        { exceptions: { types: VALUES, suffixes: ["Block", "Connection", "Edge", "Route"] } },
      ],
    },
  },
];
