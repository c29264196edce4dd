/** The settings that a shop may change without an administrator. */
@NullMarked
package uz.fiskaldesk.desk.settings;

import org.jspecify.annotations.NullMarked;
