package uz.fiskaldesk.desk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.desk.common.PageModel;

class PageModelTest {
    private final PageModel pages = new PageModel();

    @Test
    void aResultWaitsUntilTheFormIsLeftByAnyKey() {
        pages.open(Page.SETTINGS);
        pages.openResult(Page.IMPORTED);
        assertThat(pages.currentPage()).isEqualTo(Page.SETTINGS);

        pages.toggle(Page.SETTINGS);
        assertThat(pages.currentPage()).isEqualTo(Page.IMPORTED);
        pages.back();
        assertThat(pages.currentPage()).isEqualTo(Page.RECEIPT);
    }

    @Test
    void aResultThatWasShownMeanwhileIsNotShownAgain() {
        pages.open(Page.ADD);
        pages.openResult(Page.IMPORTED);
        pages.open(Page.IMPORTED);

        pages.back();
        assertThat(pages.currentPage()).isEqualTo(Page.RECEIPT);
    }

    @Test
    void resultsThatWaitForOneFormAreShownOneAfterTheOther() {
        pages.open(Page.ADD);
        pages.openResult(Page.IMPORTED);
        pages.openResult(Page.STATEMENT);
        pages.openResult(Page.IMPORTED);

        pages.back();
        assertThat(pages.currentPage()).isEqualTo(Page.IMPORTED);
        pages.back();
        assertThat(pages.currentPage()).isEqualTo(Page.STATEMENT);
        pages.back();
        assertThat(pages.currentPage()).isEqualTo(Page.RECEIPT);
    }
}
