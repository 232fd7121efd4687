/** What several documents ask for. */

import { graphql } from './graphql';

/** A calendar with its other forms. */
export const FeedFragment = graphql(`
  fragment FeedLinks on Feed {
    title
    calendarUrl
    atomUrl
    rssUrl
    jsonFeedUrl
    webcalUrl
    googleCalendarUrl
    outlookUrl
  }
`);

/** A picture in the sizes of a preset. */
export const SizesFragment = graphql(`
  fragment Sizes on ResponsiveImage {
    src
    width
    height
    sizes
    sources {
      type
      srcSet
    }
  }
`);

/** Where a page of a list ends, and whether others stand beside it. */
export const TurnsFragment = graphql(`
  fragment Turns on PageInfo {
    startCursor
    endCursor
    hasNextPage
    hasPreviousPage
  }
`);

export const TimeFragment = graphql(`
  fragment Time on EventTime {
    instant
    date
    time
    month
    timeZone
    precision
    isAnywhereOnEarth
    announcedAs
  }
`);

export const SpanFragment = graphql(
  `
    fragment Span on TimeSpan {
      start {
        ...Time
      }
      end {
        ...Time
      }
      isAllDay
    }
  `,
  [TimeFragment],
);

export const CardFragment = graphql(
  `
    fragment Card on Event {
      __typename
      id
      title
      shortTitle
      path
      phase
      status
      locale
      attendanceMode
      summary
      when {
        ...Span
      }
      venue {
        name
        city
        countryCode
      }
      contributors(roles: [SPEAKER, PRESENTER, PANELIST]) {
        affiliation
        person {
          name
          nameNative
        }
      }
      partOf {
        title
        path
      }
      ... on Talk {
        isTitleAnnounced
        series {
          title
          path
        }
      }
    }
  `,
  [SpanFragment],
);

export const DateFragment = graphql(
  `
    fragment DateOfEvent on ImportantDate {
      id
      anchor
      kind
      label
      at {
        ...Time
      }
      until {
        ...Time
      }
      state
      certainty
      isMandatory
      round
      track
      note
      relation
      relativeTo
      days
      previousValues {
        ...Time
      }
    }
  `,
  [TimeFragment],
);

export const ChromeFragment = graphql(
  `
    fragment Chrome on Query {
      site {
        name
        tagline
        url
        contactEmail
        timeZone
        menu {
          title
          path
          locale
        }
        languages {
          locale
          name
          path
        }
        feeds {
          ...FeedLinks
        }
      }
    }
  `,
  [FeedFragment],
);

export const PortraitFragment = graphql(
  `
    fragment Portrait on Image {
      alt
      responsive(preset: AVATAR) {
        ...Sizes
      }
    }
  `,
  [SizesFragment],
);

export const ContributorFragment = graphql(
  `
    fragment PersonInRole on Contributor {
      role
      roleLabel
      honorific
      affiliation
      photo {
        ...Portrait
      }
      bio {
        html
      }
      person {
        id
        path
        name
        nameNative
        homepage
        photo {
          ...Portrait
        }
      }
    }
  `,
  [PortraitFragment],
);

export const SessionFragment = graphql(
  `
    fragment ProgrammeItem on Session {
      id
      anchor
      kind
      title
      abstract {
        html
      }
      room
      track
      link
      phase
      when {
        ...Span
      }
      speakers {
        id
        path
        name
        nameNative
        affiliation {
          name
        }
      }
    }
  `,
  [SpanFragment],
);

export const BodyFragment = graphql(
  `
    fragment Body on Block {
      __typename
      id
      ... on TextBlock {
        content {
          html
        }
      }
      ... on FigureBlock {
        image {
          alt
          responsive(preset: CONTENT) {
            ...Sizes
          }
        }
        caption
        credit
      }
      ... on VideoBlock {
        url
      }
      ... on TableBlock {
        caption
        hasHeaderRow
        hasHeaderColumn
        rows
      }
      ... on CodeBlock {
        language
        code
      }
    }
  `,
  [SizesFragment],
);
