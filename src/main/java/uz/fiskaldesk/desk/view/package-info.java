/** The nodes of the window: they show the view models and pass on what the cashier does, and decide nothing. */
@NullMarked
package uz.fiskaldesk.desk.view;

import org.jspecify.annotations.NullMarked;
