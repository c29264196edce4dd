package uz.fiskaldesk.desk.shell;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DragEvent;
import javafx.scene.input.Dragboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.ConfirmedBy;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.desk.DeskModel;
import uz.fiskaldesk.desk.acts.ReasonModel;
import uz.fiskaldesk.desk.capture.OfferedReceipt;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.desk.common.Shortcut;
import uz.fiskaldesk.desk.common.WindowActions;
import uz.fiskaldesk.desk.intake.ImportModel;
import uz.fiskaldesk.desk.list.PaymentListView;
import uz.fiskaldesk.desk.payment.PaymentPage;
import uz.fiskaldesk.payment.PaymentState;

/** Handles the keys of the window, and what is pasted into it or dropped on it. */
final class KeyBindings {
    private final Region root;
    private final DeskModel model;
    private final WindowActions commands;
    private final PaymentListView list;
    private final PaymentPage receipt;
    private final Region right;
    private final boolean training;

    KeyBindings(
            Region root,
            DeskModel model,
            WindowActions commands,
            PaymentListView list,
            PaymentPage receipt,
            Region right,
            boolean training) {
        this.root = root;
        this.model = model;
        this.commands = commands;
        this.list = list;
        this.receipt = receipt;
        this.right = right;
        this.training = training;
    }

    void install() {
        root.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        root.addEventFilter(KeyEvent.KEY_TYPED, this::typed);
        root.setOnDragOver(this::dragOver);
        root.setOnDragDropped(this::dropped);
    }

    private void pressed(KeyEvent key) {
        Shortcut.of(key)
                .filter(shortcut -> shortcut.isAvailable(training) && perform(shortcut, key.getCode()))
                .ifPresent(_ -> key.consume());
    }

    /** Returns false if the focused control should handle the key. */
    private boolean perform(Shortcut shortcut, KeyCode code) {
        return switch (shortcut) {
            case CONFIRM -> enter();
            case ESCAPE -> does(this::escape);
            case MOVE, MOVE_FAR -> (onReceipt() || isOnList()) && move(code);
            case MOVE_TO_END -> (isOnList() || isInEmptyLink()) && move(code);
            case HELP -> does(() -> model.pages().toggle(Page.HELP));
            case ADD -> does(model.addPayment()::open);
            case CAMERA ->
                does(() -> {
                    // A full page takes the place of the right side.
                    receipt.camera().choose(right.getScene() == null ? root : right);
                });
            case PHONE -> does(model.phone()::toggle);
            case KEY_IN -> does(() -> model.keyedReceipt().open(model.health().terminalId()));
            case RETRY -> does(model.sending()::retry);
            case PICTURE -> does(commands::choosePictures);
            case HISTORY -> does(() -> model.pages().toggle(Page.HISTORY));
            case SAMPLES -> does(() -> model.pages().toggle(Page.SAMPLES));
            case SET_ASIDE -> does(this::setAsideOrRestore);
            case SHIFT -> does(model.shift()::toggle);
            case LAST_RECEIPT -> does(this::captureLastReceipt);
            case OTHER_RECEIPT -> does(this::askForAnother);
            case BY_HAND -> does(() -> withEntry(entry -> model.reason().ask(ReasonModel.ReasonedAct.BY_HAND, entry)));
            case SEND_ALL -> does(model.sending()::sendAll);
            case SEARCH -> does(list.search()::requestFocus);
            case IMPORT -> does(commands::chooseImport);
            case COPY -> !hasSelectedText() && copyForSupport();
            case PASTE -> canTakePaste() ? paste() : fillIn();
            case REMOVE_RECEIPT -> does(() -> withEntry(this::removeReceipt));
            case UNDO_BY_HAND -> does(() -> withEntry(this::undoByHand));
            case SETTINGS -> does(commands::openSettings);
            case UNDO -> !isWriting() && does(model.acts()::undo);
        };
    }

    private static boolean does(Runnable action) {
        action.run();
        return true;
    }

    private void withEntry(Consumer<LedgerEntry> action) {
        LedgerEntry entry = model.list().selected().get();
        if (entry != null) {
            action.accept(entry);
        }
    }

    private void setAsideOrRestore() {
        withEntry(entry -> {
            if (entry.state() == PaymentState.SET_ASIDE) {
                model.acts().restore(entry);
            } else {
                model.reason().ask(ReasonModel.ReasonedAct.SET_ASIDE, entry);
            }
        });
    }

    private void removeReceipt(LedgerEntry entry) {
        if (entry.canRemoveReceipt()) {
            model.acts().removeReceipt(entry);
        } else {
            model.notices().info("not-now.remove-receipt");
        }
    }

    private void undoByHand(LedgerEntry entry) {
        if (entry.confirmedBy() == ConfirmedBy.PERSON) {
            model.acts().undoByHand(entry);
        } else {
            model.notices().info("not-now.undo-by-hand");
        }
    }

    private void captureLastReceipt() {
        model.pages().back();
        model.lastReceipt().capture();
    }

    private void askForAnother() {
        model.pages().back();
        withEntry(entry -> {
            if (entry.canReplaceReceipt()) {
                model.capture().startReplacing();
            } else {
                model.notices().info(entry.takesReceipt() ? "not-now.no-receipt" : "not-now.other-receipt");
            }
        });
    }

    private boolean isOnList() {
        return list.view().equals(focused());
    }

    /** The cursor waits in this field most of the time; while it is empty, Home and End have no other use. */
    private boolean isInEmptyLink() {
        return onReceipt()
                && receipt.link().equals(focused())
                && receipt.link().getText().isEmpty();
    }

    private boolean onReceipt() {
        return model.pages().currentPage() == Page.RECEIPT;
    }

    private @Nullable Node focused() {
        Scene scene = root.getScene();
        return scene == null ? null : scene.getFocusOwner();
    }

    private boolean isWriting() {
        return focused() instanceof TextInputControl field && !field.getText().isEmpty();
    }

    private void escape() {
        if (model.pages().currentPage() == Page.START) {
            model.start().leave();
        } else if (!onReceipt()) {
            model.pages().back();
        } else if (model.capture().offer().get() != null
                || model.capture().unassigned().get() != null
                || !model.capture().receiptChoices().get().isEmpty()
                || model.capture().replacing().get()) {
            model.capture().discard();
        } else {
            model.capture().link().set("");
            model.capture().refusal().set(null);
            if (list.search().equals(focused())) {
                model.list().search().set("");
            }
        }
        if (onReceipt()) {
            receipt.focus(list.view());
        }
    }

    /** Confirms the payment, unless the focused control handles Enter itself. */
    private boolean enter() {
        Node at = focused();
        if (!onReceipt()) {
            return false;
        }
        if (list.search().equals(at)) {
            list.view().requestFocus();
            model.list().selectFound();
            return true;
        }
        if (receipt.link().equals(at) && !receipt.link().getText().isBlank()) {
            return false;
        }
        boolean isMain = receipt.confirm().equals(at) || receipt.retry().equals(at);
        if (at instanceof ButtonBase button && !(at instanceof CheckBox) && (!isMain || isDoubtful())) {
            if (model.capture().isReviewTimeOver()) {
                button.fire();
            }
            return true;
        }
        if (isDoubtful()) {
            // Only the button sends a doubtful offer, because it states the doubt.
            boolean isAnswered = at instanceof TextInputControl || at instanceof CheckBox;
            if (isAnswered && !receipt.confirm().isDisabled()) {
                receipt.confirm().requestFocus();
            } else {
                receipt.focus(list.view());
            }
        }
        model.sending().confirm();
        return true;
    }

    private boolean isDoubtful() {
        OfferedReceipt offer = model.capture().offer().get();
        return offer != null && offer.isDoubtful();
    }

    private boolean move(KeyCode code) {
        if (code == KeyCode.END) {
            model.list().selectLast();
            return true;
        }
        int step = switch (code) {
            case UP -> -1;
            case PAGE_UP -> -6;
            case PAGE_DOWN -> 6;
            case HOME -> -Integer.MAX_VALUE;
            default -> 1;
        };
        List<LedgerEntry> rows = model.list().rows();
        LedgerEntry now = model.list().selected().get();
        int from = now == null ? -1 : model.list().indexOf(now.transactionId());
        int to = Math.clamp((long) from + step, 0, Math.max(0, rows.size() - 1));
        if (!rows.isEmpty()) {
            model.list().select(rows.get(to));
        }
        return true;
    }

    /** Redirects characters to the link field while no field has the focus. */
    private void typed(KeyEvent key) {
        String text = key.getCharacter();
        Node at = focused();
        boolean stray = onReceipt()
                && !(at instanceof TextInputControl)
                && text.length() == 1
                && text.charAt(0) > ' '
                && text.charAt(0) != 0x7f
                && !key.isShortcutDown()
                && model.capture().offer().get() == null
                && model.capture().acceptsAnyReceipt();
        if (stray) {
            key.consume();
            receipt.link().requestFocus();
            receipt.link().appendText(text);
            receipt.link().end();
        }
    }

    private boolean hasSelectedText() {
        return focused() instanceof TextInputControl field
                && !field.getSelectedText().isEmpty();
    }

    private boolean copyForSupport() {
        LedgerEntry entry = model.list().selected().get();
        boolean isAboutIt = onReceipt() || model.pages().currentPage() == Page.HISTORY;
        return entry != null && isAboutIt && does(commands::copyForSupport);
    }

    private boolean canTakePaste() {
        return onReceipt() && (receipt.link().equals(focused()) || !(focused() instanceof TextInputControl));
    }

    /** Fills a pasted message into the form for a payment. Another text goes into the focused field. */
    private boolean fillIn() {
        Node at = focused();
        String text = Clipboard.getSystemClipboard().getString();
        return model.pages().currentPage() == Page.ADD
                && text != null
                && !(at != null && "add-note".equals(at.getId()))
                && model.addPayment().fillIn(text);
    }

    private boolean paste() {
        Clipboard clipboard = Clipboard.getSystemClipboard();
        if (clipboard.hasFiles()) {
            takeFiles(clipboard.getFiles());
        } else if (clipboard.hasImage()) {
            commands.readPicture(clipboard.getImage());
        } else if (clipboard.hasString()) {
            model.pastedText().take(clipboard.getString());
        }
        return true;
    }

    private void dragOver(DragEvent drag) {
        Dragboard board = drag.getDragboard();
        if (board.hasFiles() || board.hasImage() || board.hasString()) {
            drag.acceptTransferModes(TransferMode.COPY_OR_MOVE);
        }
        drag.consume();
    }

    private void dropped(DragEvent drop) {
        Dragboard board = drop.getDragboard();
        if (board.hasFiles()) {
            takeFiles(board.getFiles());
        } else if (board.hasImage()) {
            commands.readPicture(board.getImage());
        } else if (board.hasString()) {
            model.pastedText().take(board.getString());
        }
        drop.setDropCompleted(true);
        drop.consume();
    }

    /** Reads files that are no tables of payments as pictures of a receipt, except on the page of the statement. */
    private void takeFiles(List<File> files) {
        List<Path> payments = new ArrayList<>();
        List<Path> pictures = new ArrayList<>();
        for (File file : files) {
            Path path = file.toPath();
            boolean isTable =
                    ImportModel.looksLikePayments(path) || model.droppedFiles().isForStatement();
            (isTable ? payments : pictures).add(path);
        }
        model.droppedFiles().take(payments);
        if (!pictures.isEmpty()) {
            model.pages().back();
            commands.readPictures(pictures);
        }
    }
}
