package uz.fiskaldesk.desk.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import uz.fiskaldesk.desk.DeskModel;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.desk.common.WindowActions;
import uz.fiskaldesk.desk.list.PaymentFilter;
import uz.fiskaldesk.desk.list.PaymentListModel;
import uz.fiskaldesk.support.Language;
import uz.fiskaldesk.support.Settings.Theme;

/** The header of the window: the filters with their counts, and buttons for language, theme, help and settings. */
final class HeaderBar extends VBox {
    /** Below this width in pixels the name of the program is hidden, and the filters have narrower margins. */
    private static final double NARROW = 1250;

    /** The room in pixels for one more filter. */
    private static final double RARE_FILTER = 115;

    private static final double TOUCH_TARGET = 44;

    private final Ui ui;
    private final List<ToggleButton> chips = new ArrayList<>();
    private final List<ToggleButton> rareChips = new ArrayList<>();
    private final Label brand;
    private final HBox besideTheButtons = new HBox(6);
    private final FlowPane belowTheButtons = new FlowPane(6, 6);

    HeaderBar(Ui ui, DeskModel model, WindowActions commands) {
        super(6);
        this.ui = ui;
        setAlignment(Pos.CENTER);
        getStyleClass().add("header");
        brand = ui.label("FiskalDesk", "brand");
        besideTheButtons.setAlignment(Pos.CENTER_LEFT);
        makeChips(model.list());
        boolean dark = Appearance.isDark(commands.theme());
        HBox row = new HBox(
                8,
                brand,
                besideTheButtons,
                Ui.spacer(),
                languages(commands),
                ui.iconButton(
                        "theme",
                        dark ? Feather.SUN : Feather.MOON,
                        dark ? "theme.light" : "theme.dark",
                        () -> commands.setTheme(dark ? Theme.LIGHT : Theme.DARK)),
                ui.iconButton("shift", Feather.CLIPBOARD, "action.shift", model.shift()::toggle),
                ui.iconButton(
                        "help",
                        Feather.HELP_CIRCLE,
                        "help.title",
                        () -> model.pages().toggle(Page.HELP)),
                ui.iconButton("settings", Feather.SETTINGS, "settings.title", commands::openSettings));
        row.setAlignment(Pos.CENTER_LEFT);
        getChildren().setAll(row, belowTheButtons);
        ui.observe(widthProperty(), _ -> arrange());
    }

    /** With large text, or with the rare filters in a narrow window, there is no room for all filters beside the buttons. */
    private void arrange() {
        long rare = rareChips.stream().filter(ToggleButton::isVisible).count();
        double width = getWidth() - rare * RARE_FILTER;
        boolean narrow = width < NARROW;
        Ui.setShown(brand, !narrow);
        Ui.setStyle(this, "header-", narrow ? "narrow" : "wide");
        placeChips(getWidth() > 0 && width < ScaleToFit.WIDTH - 1);
    }

    private void placeChips(boolean below) {
        if (below == besideTheButtons.getChildren().isEmpty() && !chips.isEmpty()) {
            return;
        }
        besideTheButtons.getChildren().clear();
        belowTheButtons.getChildren().clear();
        (below ? belowTheButtons : besideTheButtons).getChildren().setAll(chips);
        Ui.setShown(belowTheButtons, below);
    }

    private void makeChips(PaymentListModel list) {
        ToggleGroup group = new ToggleGroup();
        for (PaymentFilter filter : PaymentFilter.values()) {
            chips.add(chip(list, filter, group));
        }
        besideTheButtons.getChildren().setAll(chips);
        Ui.setShown(belowTheButtons, false);
    }

    private ToggleButton chip(PaymentListModel list, PaymentFilter filter, ToggleGroup group) {
        String name = filter.name().toLowerCase(Locale.ROOT).replace('_', '-');
        ToggleButton chip = new ToggleButton(ui.text("filter." + name));
        chip.setId("filter-" + name);
        chip.setToggleGroup(group);
        chip.getStyleClass().addAll("chip", "chip-" + name);
        Label count = ui.label("", "count");
        chip.setGraphic(count);
        chip.setContentDisplay(javafx.scene.control.ContentDisplay.RIGHT);
        chip.setMinWidth(filter == PaymentFilter.ALL ? TOUCH_TARGET : USE_PREF_SIZE);
        // A click on the selected chip would deselect it; the arrow keys select without an action.
        chip.setOnAction(_ -> chip.setSelected(true));
        ui.observe(chip.selectedProperty(), selected -> {
            if (selected) {
                list.filter().set(filter);
            }
        });
        ui.observe(list.filter(), now -> chip.setSelected(now == filter));
        ui.observe(list.totals().counts(), counts -> {
            long number = counts.getOrDefault(filter, 0L);
            count.setText(filter == PaymentFilter.ALL ? "" : Long.toString(number));
            Ui.setShown(count, filter != PaymentFilter.ALL);
            Ui.setStyle(count, "count-", number == 0 ? "none" : "some");
        });
        if (filter.isRare()) {
            rareChips.add(chip);
            Runnable show = () -> {
                Ui.setShown(
                        chip,
                        list.totals().counts().get().getOrDefault(filter, 0L) > 0
                                || list.filter().get() == filter);
                arrange();
            };
            ui.observe(list.totals().counts(), _ -> show.run());
            ui.observe(list.filter(), _ -> show.run());
        }
        return chip;
    }

    private Node languages(WindowActions commands) {
        MenuButton menu = new MenuButton(commands.language().label());
        menu.setId("language");
        menu.setAccessibleText(ui.text("settings.language"));
        menu.getStyleClass().add("flat");
        for (Language language : Language.values()) {
            MenuItem item = new MenuItem(language.ownName());
            item.setId("language-" + language.tag());
            item.setOnAction(_ -> commands.setLanguage(language));
            menu.getItems().add(item);
        }
        return menu;
    }
}
