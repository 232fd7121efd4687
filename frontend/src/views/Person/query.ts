import { CardFragment, ChromeFragment, PortraitFragment, TurnsFragment } from '../../cms/fragments';
import { graphql, type FragmentOf } from '../../cms/graphql';

const PersonFragment = graphql(
  `
    fragment PersonParts on Person {
      id
      path
      url
      name
      nameNative
      honorific
      homepage
      orcid
      bio {
        html
        text(truncate: 200)
      }
      affiliation {
        name
        url
        ror
      }
      photo {
        url
        ...Portrait
      }
    }
  `,
  [PortraitFragment],
);

const AppearanceFragment = graphql(
  `
    fragment Appearance on Event {
      ...Card
      inRoles: contributors {
        role
        roleLabel
        person {
          id
        }
      }
    }
  `,
  [CardFragment],
);

export const PersonDocument = graphql(
  `
    query Person($id: ID!, $language: Locale!, $first: Int, $after: String, $last: Int, $before: String) {
      ...Chrome
      node(id: $id) {
        __typename
        ...PersonParts
      }
      ahead: events(
        first: 50
        where: {
          people: [$id]
          types: [CALL_FOR_PAPERS, FORUM, SEMINAR_SERIES, TALK, TUTORIAL]
          phase: [LIVE, UPCOMING, POSTPONED, UNSCHEDULED]
          onceIn: $language
        }
      ) {
        nodes {
          ...Appearance
        }
      }
      past: events(
        first: $first
        after: $after
        last: $last
        before: $before
        where: {
          people: [$id]
          types: [CALL_FOR_PAPERS, FORUM, SEMINAR_SERIES, TALK, TUTORIAL]
          phase: [PAST, CANCELLED]
          onceIn: $language
        }
        orderBy: [{ field: STARTS_AT, direction: DESC }]
      ) {
        pageInfo {
          ...Turns
        }
        nodes {
          ...Appearance
        }
      }
    }
  `,
  [AppearanceFragment, ChromeFragment, PersonFragment, TurnsFragment],
);

export type PersonFacts = FragmentOf<typeof PersonFragment>;
export type Appearance = FragmentOf<typeof AppearanceFragment>;
