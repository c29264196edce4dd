/** What the window shows and does, without the window: tested without a toolkit, used on the window's thread only. */
@NullMarked
package uz.fiskaldesk.desk.model;

import org.jspecify.annotations.NullMarked;
