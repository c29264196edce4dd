/** Parts of the window by themselves. */
@NullMarked
package uz.fiskaldesk.desk.view;

import org.jspecify.annotations.NullMarked;
