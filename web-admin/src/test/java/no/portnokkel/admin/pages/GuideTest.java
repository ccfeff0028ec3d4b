package no.portnokkel.admin.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GuideTest {
    private static final String BOTH = """
            # Norsk
            *In English: [English](#english).*

            Les [operator](README.md#configure), [nøkler](../officer/keys.md) og [status](https://status.digdir.no/).

            | steg | hvem |
            |---|---|
            | 1 | **banken** |

            # English
            *På norsk: [Norsk](#norsk).*

            Read <b>this</b>.
            """;

    @Test
    void the_packaged_guide_has_both_languages_with_the_same_steps() {
        String[] articles = Guide.articles().split("(?=<article )");

        assertThat(articles).hasSize(2);
        assertThat(articles[0]).startsWith("<article lang=\"nb\"").contains("Ny integrasjon");
        assertThat(articles[1]).startsWith("<article lang=\"en\"").contains("Ny integrasjon");
        assertThat(articles[0].split("<h2")).hasSameSizeAs(articles[1].split("<h2"));
        assertThat(articles[0].split("<tr")).hasSameSizeAs(articles[1].split("<tr"));
    }

    @Test
    void a_link_to_another_document_becomes_its_path_in_the_repository() {
        assertThat(Guide.articles(BOTH))
                .contains(
                        "Les operator (<code>docs/operator/README.md</code>), nøkler (<code>docs/officer/keys.md</code>)")
                .contains("og <a href=\"https://status.digdir.no/\" class=\"ds-link\">status</a>.");
    }

    @Test
    void the_paragraph_that_links_to_the_other_language_is_removed() {
        assertThat(Guide.articles(BOTH)).doesNotContain("In English", "På norsk");
    }

    @Test
    void each_table_cell_names_its_column_for_narrow_screens() {
        assertThat(Guide.articles(BOTH))
                .contains("<td data-column=\"steg\">1</td>", "<td data-column=\"hvem\"><strong>banken</strong></td>");
    }

    @Test
    void html_in_the_markdown_file_is_escaped() {
        assertThat(Guide.articles(BOTH)).contains("&lt;b&gt;this&lt;/b&gt;");
    }

    @Test
    void a_file_that_lacks_a_language_is_rejected() {
        assertThatThrownBy(() -> Guide.articles("# Norsk\n")).hasMessageContaining("one first-level heading for each");
    }
}
